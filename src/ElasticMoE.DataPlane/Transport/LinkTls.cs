using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>
/// TLS of a cluster's TCP links: both ends show a certificate that is itself among the trusted ones (pinned), or was issued under one of
/// them. Host names don't count, for nodes move; who a peer is the handshake inside proves by the cluster's secret.
/// </summary>
public sealed class LinkTls
{
    private readonly X509Certificate2Collection _trusted;

    /// <param name="certificate">This process's, with its private key.</param>
    /// <param name="trusted">Authorities or peers' own certificates.</param>
    public LinkTls(X509Certificate2 certificate, X509Certificate2Collection trusted)
    {
        _trusted = trusted;
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Reads PEM files.</summary>
    /// <exception cref="InputException">A file isn't there or holds no such thing.</exception>
    public static LinkTls Load(string certificate, string key, string trusted) =>
        new(ReadPem(certificate, () => X509Certificate2.CreateFromPemFile(certificate, key)), ReadPem(trusted, () => ReadTrusted(trusted)));

    /// <summary>Whether a peer's certificate will do.</summary>
    internal bool Trusts(X509Certificate? shown)
    {
        if (shown is null)
            return false;
        using var certificate = new X509Certificate2(shown);
        foreach (X509Certificate2 trusted in _trusted)
        {
            if (trusted.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))
                return true;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static X509Certificate2Collection ReadTrusted(string file)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(file);
        return read.Count > 0 ? read : throw new CryptographicException("it holds no certificate");
    }

    private static T ReadPem<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileNotFoundException missing)
        {
            throw new InputException(missing.FileName ?? file, "the file does not exist", ExitCode.NotFound, missing);
        }
        catch (Exception wrong) when (wrong is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException(file, $"is no certificate in PEM with its key: {wrong.Message}", inner: wrong);
        }
    }
}
