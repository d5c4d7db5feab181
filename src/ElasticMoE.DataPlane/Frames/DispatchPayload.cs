using System.Buffers.Binary;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>
/// A dispatch's payload: for each row a count n (one byte) and n experts (two bytes each, ascending); where the frame has the flag
/// <see cref="FrameFlags.Versions"/>, a count (two bytes) and as many experts that were updated (two bytes, ascending) with their versions (four
/// bytes); where the frame is extended, where it belongs in a trace (24 bytes); zeros up to a multiple of 64; then the rows' activations.
/// </summary>
public static class DispatchPayload
{
    private const int Alignment = 64, CountBytes = 2, VersionBytes = 6;

    /// <summary>Bytes before the activations.</summary>
    /// <param name="rows">Rows of the frame.</param>
    /// <param name="pairs">Their experts, together.</param>
    /// <param name="versions">Experts whose versions are named; −1 where the frame names none.</param>
    /// <param name="isTraced">Whether it says where it belongs in a trace.</param>
    public static int ListBytes(int rows, int pairs, int versions = -1, bool isTraced = false)
    {
        int named = versions < 0 ? 0 : CountBytes + VersionBytes * versions;
        return (rows + 2 * pairs + named + (isTraced ? TracePayload.Bytes : 0) + Alignment - 1) / Alignment * Alignment;
    }

    /// <summary>Writes which versions are meant, behind the rows' lists.</summary>
    /// <param name="lists">What the lists have left.</param>
    /// <param name="versions">Updated experts, ascending.</param>
    /// <returns>What is left of <paramref name="lists"/>.</returns>
    public static Span<byte> WriteVersions(Span<byte> lists, scoped ReadOnlySpan<(int Expert, int Version)> versions)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(lists, checked((ushort)versions.Length));
        for (int i = 0; i < versions.Length; i++)
        {
            Span<byte> one = lists.Slice(CountBytes + VersionBytes * i, VersionBytes);
            BinaryPrimitives.WriteUInt16LittleEndian(one, checked((ushort)versions[i].Expert));
            BinaryPrimitives.WriteInt32LittleEndian(one[2..], versions[i].Version);
        }
        return lists[(CountBytes + VersionBytes * versions.Length)..];
    }

    /// <summary>Writes one row's list.</summary>
    /// <returns>What is left of <paramref name="lists"/>.</returns>
    public static Span<byte> WriteRow(Span<byte> lists, scoped ReadOnlySpan<int> experts)
    {
        lists[0] = checked((byte)experts.Length);
        for (int i = 0; i < experts.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(lists[(1 + 2 * i)..], checked((ushort)experts[i]));
        return lists[(1 + 2 * experts.Length)..];
    }

    /// <summary>Reads the lists of a payload into <paramref name="work"/>.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="header">Its frame's.</param>
    /// <param name="rowBytes">Bytes of one row's activations.</param>
    /// <param name="work">Begun anew, and given the rows' lists.</param>
    /// <returns>Where the activations begin.</returns>
    /// <exception cref="FrameFault">A list that is empty, too long or not ascending, versions that aren't or are none, or a payload of another length.</exception>
    public static int ReadLists(ReadOnlySpan<byte> payload, in FrameHeader header, int rowBytes, ExpertWork work)
    {
        work.Begin(header.Layer);
        Span<int> experts = stackalloc int[Limits.ActiveExpertsMax];
        int at = 0;
        for (int row = 0; row < header.Rows; row++)
        {
            int count = at < payload.Length ? payload[at] : 0;
            if (count == 0 || count > Limits.ActiveExpertsMax || at + 1 + 2 * count > payload.Length)
                throw new FrameFault($"a dispatch whose row {row} has {count} experts");
            for (int i = 0; i < count; i++)
            {
                experts[i] = BinaryPrimitives.ReadUInt16LittleEndian(payload[(at + 1 + 2 * i)..]);
                if (i > 0 && experts[i] <= experts[i - 1])
                    throw new FrameFault($"a dispatch whose row {row} has its experts out of order");
            }
            work.AddRow(experts[..count]);
            at += 1 + 2 * count;
        }
        int versions = header.Flags.Has(FrameFlags.Versions) ? ReadVersions(payload[at..], work) : -1;
        int lists = ListBytes(work.Rows, work.Pairs, versions, header.IsExtended);
        if (header.Rows == 0 || payload.Length != lists + (long)header.Rows * rowBytes)
            throw new FrameFault($"a dispatch of {payload.Length} bytes for {header.Rows} rows");
        return lists;
    }

    /// <summary>Where a dispatch belongs in a trace, once its lists are read; nowhere in particular where it isn't extended.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="header">Its frame's.</param>
    /// <param name="work">Its lists.</param>
    /// <exception cref="FrameFault">The payload isn't what the lists were read from any more.</exception>
    public static ActivityContext ReadTrace(ReadOnlySpan<byte> payload, in FrameHeader header, ExpertWork work)
    {
        if (!header.IsExtended)
            return default;
        int at = work.Rows + 2 * work.Pairs;
        if (header.Flags.Has(FrameFlags.Versions))
            at += CountBytes + VersionBytes * BinaryPrimitives.ReadUInt16LittleEndian(payload[at..]);
        // In shared memory the count may have been changed since it was checked.
        return at + TracePayload.Bytes <= payload.Length ? TracePayload.Read(payload[at..]) : throw new FrameFault("a dispatch whose versions have changed");
    }

    private static int ReadVersions(ReadOnlySpan<byte> named, ExpertWork work)
    {
        int count = named.Length < CountBytes ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(named);
        if (count == 0 || CountBytes + VersionBytes * count > named.Length)
            throw new FrameFault($"a dispatch that names {count} versions");
        for (int i = 0, last = -1; i < count; i++)
        {
            ReadOnlySpan<byte> one = named.Slice(CountBytes + VersionBytes * i, VersionBytes);
            (int expert, int version) = (BinaryPrimitives.ReadUInt16LittleEndian(one), BinaryPrimitives.ReadInt32LittleEndian(one[2..]));
            if (expert <= last || version <= 0)
                throw new FrameFault($"a dispatch that names version {version} of expert {expert} after expert {last}");
            work.SetVersion(expert, version);
            last = expert;
        }
        return count;
    }
}
