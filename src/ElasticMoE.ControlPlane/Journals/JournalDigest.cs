using System.Buffers.Binary;
using System.Security.Cryptography;
using ElasticMoE.Contracts;

namespace ElasticMoE.ControlPlane.Journals;

/// <summary>
/// SHA-256 over index, lease, id and body of an event (or index and body of a snapshot), kept beside it. Databases check the shape of
/// their pages, not what lies in them.
/// </summary>
internal static class JournalDigest
{
    private const int PrefixBytes = 32;

    public static byte[] Of(JournalRecord record) => Of(record.Index, record.Lease, record.Id, record.Body);

    public static byte[] Of(JournalSnapshot snapshot) => Of(snapshot.Index, 0, Guid.Empty, snapshot.Body);

    /// <exception cref="InputException">The digest differs.</exception>
    public static JournalRecord Checked(JournalRecord record, byte[] digest, string store) => Of(record).AsSpan().SequenceEqual(digest)
        ? record
        : throw new InputException(store, $"is damaged: event {record.Index} is not as it was written");

    /// <exception cref="InputException">The digest differs.</exception>
    public static JournalSnapshot Checked(JournalSnapshot snapshot, byte[] digest, string store) => Of(snapshot).AsSpan().SequenceEqual(digest)
        ? snapshot
        : throw new InputException(store, $"is damaged: the snapshot of event {snapshot.Index} is not as it was written");

    /// <summary>Events follow each other without gaps from <paramref name="after"/> on.</summary>
    /// <exception cref="InputException">One is missing.</exception>
    public static IReadOnlyList<JournalRecord> InOrder(IReadOnlyList<JournalRecord> records, long after, string store)
    {
        foreach (JournalRecord record in records)
        {
            if (record.Index != ++after)
                throw new InputException(store, $"is damaged: event {after} is missing");
        }
        return records;
    }

    private static byte[] Of(long index, long lease, Guid id, byte[] body)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, index);
        BinaryPrimitives.WriteInt64LittleEndian(prefix[8..], lease);
        id.TryWriteBytes(prefix[16..], bigEndian: true, out _);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
