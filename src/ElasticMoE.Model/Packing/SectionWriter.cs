using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ElasticMoE.Model.Packing;

/// <summary>Writes bytes of a section one after the other and hashes them on the way.</summary>
internal struct SectionWriter(SafeFileHandle file, IncrementalHash hash, long offset)
{
    private long _offset = offset;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, _offset);
        hash.AppendData(bytes);
        _offset += bytes.Length;
    }

    /// <summary>Writes zeros up to <paramref name="end"/>, less than an alignment away.</summary>
    public void PadTo(long end)
    {
        Span<byte> zeros = stackalloc byte[(int)(end - _offset)];
        zeros.Clear();
        Write(zeros);
    }
}
