using System.Runtime.InteropServices;

namespace ElasticMoE.Testing;

/// <summary>
/// Memory for <c>length</c> elements with a closed page on either side; the data touches the one named by <see cref="GuardSide"/>, so
/// that an access one element too far ends the test process at that instruction. On systems other than Linux it is plain memory.
/// </summary>
public sealed unsafe class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly nuint _mappedBytes;
    private readonly T* _data;
    private nint _mapping;

    /// <summary>Zeroed memory of the given length, which may be 0.</summary>
    public GuardedMemory(int length, GuardSide side = GuardSide.End)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint page = (nuint)Environment.SystemPageSize;
        nuint dataBytes = (nuint)length * (nuint)sizeof(T);
        nuint openBytes = (dataBytes + page - 1) / page * page;
        _mappedBytes = openBytes + (2 * page);
        _mapping = OperatingSystem.IsLinux() ? MapGuarded(openBytes, page) : (nint)NativeMemory.AllocZeroed(_mappedBytes);
        nuint offset = side == GuardSide.End ? page + openBytes - dataBytes : page;
        _data = (T*)((byte*)_mapping + offset);
    }

    /// <summary>Elements.</summary>
    public int Length { get; }

    /// <summary>The elements. Not to be used after <see cref="Dispose"/>.</summary>
    public Span<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_mapping == 0, this);
            return new Span<T>(_data, Length);
        }
    }

    /// <summary>Guarded memory that holds a copy of the values.</summary>
    public static GuardedMemory<T> CopyOf(ReadOnlySpan<T> values, GuardSide side = GuardSide.End)
    {
        var memory = new GuardedMemory<T>(values.Length, side);
        values.CopyTo(memory.Span);
        return memory;
    }

    public void Dispose()
    {
        if (_mapping == 0)
            return;
        if (OperatingSystem.IsLinux())
            MemoryPages.Unmap(_mapping, _mappedBytes);
        else
            NativeMemory.Free((void*)_mapping);
        _mapping = 0;
    }

    private static nint MapGuarded(nuint openBytes, nuint page)
    {
        nint mapping = MemoryPages.Map(openBytes + (2 * page));
        MemoryPages.Close(mapping, page);
        MemoryPages.Close(mapping + (nint)(page + openBytes), page);
        return mapping;
    }
}
