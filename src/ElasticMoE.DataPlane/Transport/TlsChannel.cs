using System.Net.Security;
using System.Security.Authentication;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>A channel inside TLS. It always waits for what it sends, which is the writing loop's to do.</summary>
internal sealed class TlsChannel : IByteChannel
{
    private readonly IByteChannel _inner;
    private readonly ChannelStream _stream;
    private readonly SslStream _tls;
    private int _timeoutMs;

    private TlsChannel(IByteChannel inner, LinkTls tls)
    {
        _inner = inner;
        _stream = new ChannelStream(inner);
        _tls = new SslStream(_stream, leaveInnerStreamOpen: false, (_, shown, _, _) => tls.Trusts(shown));
    }

    public string Peer => _inner.Peer;

    public bool HasUnread => _inner.HasUnread;

    /// <summary>The dialling side's end, once both sides have shown their certificates.</summary>
    /// <exception cref="IOException">They don't trust each other, the channel broke, or it took too long.</exception>
    public static TlsChannel Dial(IByteChannel inner, LinkTls tls, Func<int> leftMs) => Shake(inner, tls, leftMs, stream => stream.AuthenticateAsClient(new SslClientAuthenticationOptions
    {
        // Names are not compared, but the protocol wants one.
        TargetHost = "emoe",
        ClientCertificateContext = tls.Context,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    }));

    /// <summary>The accepting side's end; as <see cref="Dial"/>.</summary>
    public static TlsChannel Accept(IByteChannel inner, LinkTls tls, Func<int> leftMs) => Shake(inner, tls, leftMs, stream => stream.AuthenticateAsServer(new SslServerAuthenticationOptions
    {
        ServerCertificateContext = tls.Context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    }));

    public int Receive(Span<byte> into, int timeoutMs)
    {
        _timeoutMs = timeoutMs;
        try
        {
            return _tls.Read(into);
        }
        catch (Exception broken) when (broken is ObjectDisposedException or InvalidOperationException or AuthenticationException)
        {
            throw new IOException("closed", broken);
        }
    }

    public int SendNow(ReadOnlySpan<byte> bytes) => 0;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _tls.Write(bytes);
        }
        catch (Exception broken) when (broken is ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("closed", broken);
        }
    }

    // The channel first: whoever waits in it comes back, and only then is nobody in the way.
    public void Close()
    {
        _inner.Close();
        _tls.Dispose();
    }

    private static TlsChannel Shake(IByteChannel inner, LinkTls tls, Func<int> leftMs, Action<SslStream> authenticate)
    {
        var channel = new TlsChannel(inner, tls);
        channel._stream.ReadMs = () => leftMs() is > 0 and var left ? left : throw new IOException("the handshake took too long");
        try
        {
            authenticate(channel._tls);
        }
        catch (Exception failed) when (failed is AuthenticationException or InvalidOperationException or ObjectDisposedException)
        {
            throw new IOException($"TLS: {(failed.InnerException ?? failed).Message.ReplaceLineEndings(" ")}", failed);
        }
        channel._stream.ReadMs = () => channel._timeoutMs;
        return channel;
    }
}
