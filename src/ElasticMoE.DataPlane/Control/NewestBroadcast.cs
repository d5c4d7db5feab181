using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ElasticMoE.DataPlane.Control;

/// <summary>The newest of something, for whoever waits for it: who reads slowly misses what came in between, and never the last. Safe for all threads.</summary>
internal sealed class NewestBroadcast<T>
    where T : class
{
    private readonly List<Channel<T>> _readers = [];
    private readonly Lock _gate = new();
    private T? _newest;
    private bool _ended;

    /// <summary>What was said last; null before anything was.</summary>
    public T? Newest => Volatile.Read(ref _newest);

    public void Publish(T value)
    {
        lock (_gate)
        {
            Volatile.Write(ref _newest, value);
            foreach (Channel<T> reader in _readers)
                reader.Writer.TryWrite(value);
        }
    }

    /// <summary>Nothing more will come: readers end.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (Channel<T> reader in _readers)
                reader.Writer.TryComplete();
        }
    }

    /// <summary>The newest, and each that is the newest when it is read.</summary>
    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = Channel.CreateBounded<T>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            if (_newest is { } newest)
                reader.Writer.TryWrite(newest);
            if (_ended)
                reader.Writer.TryComplete();
            _readers.Add(reader);
        }
        try
        {
            await foreach (T value in reader.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
                yield return value;
        }
        finally
        {
            lock (_gate)
                _readers.Remove(reader);
        }
    }
}
