namespace ElasticMoE.DataPlane.Transport;

/// <summary>A bounded ring of bytes from one thread to another.</summary>
internal sealed class MemoryPipe
{
    private readonly byte[] _ring = new byte[1 << 20];
    private readonly object _gate = new();
    private long _written;
    private long _read;
    private bool _closed;

    public bool HasUnread
    {
        get
        {
            lock (_gate)
                return _written > _read;
        }
    }

    public int Read(Span<byte> into, int timeoutMs)
    {
        lock (_gate)
        {
            while (_written == _read && !_closed)
            {
                if (!Monitor.Wait(_gate, timeoutMs == 0 ? Timeout.Infinite : timeoutMs))
                    throw new IOException("nothing came in time");
            }
            int count = (int)Math.Min(into.Length, _written - _read);
            int at = (int)(_read % _ring.Length);
            int first = Math.Min(count, _ring.Length - at);
            _ring.AsSpan(at, first).CopyTo(into);
            _ring.AsSpan(0, count - first).CopyTo(into[first..]);
            _read += count;
            Monitor.PulseAll(_gate);
            return count;
        }
    }

    /// <summary>Writes what there is room for.</summary>
    public int WriteNow(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed)
                throw new IOException("closed");
            int count = (int)Math.Min(bytes.Length, _ring.Length - (_written - _read));
            int at = (int)(_written % _ring.Length);
            int first = Math.Min(count, _ring.Length - at);
            bytes[..first].CopyTo(_ring.AsSpan(at));
            bytes[first..count].CopyTo(_ring);
            _written += count;
            Monitor.PulseAll(_gate);
            return count;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[WriteNow(bytes)..];
            lock (_gate)
            {
                while (bytes.Length > 0 && _written - _read == _ring.Length && !_closed)
                    Monitor.Wait(_gate);
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
