namespace ElasticMoE.DataPlane.Transport;

/// <summary>A channel as a stream, for what is written against streams. One thread reads and one writes.</summary>
internal sealed class ChannelStream(IByteChannel channel) : Stream
{
    /// <summary>How long a read may still wait, ms; 0 for ever. Asked before each one.</summary>
    public Func<int> ReadMs { get; set; } = () => 0;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => channel.Receive(buffer, ReadMs());

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => channel.Send(buffer);

    public override void Write(byte[] buffer, int offset, int count) => channel.Send(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // A channel holds nothing back.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
