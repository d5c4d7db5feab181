using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Contracts.Control;

/// <summary>The digest of a map: the first 8 bytes, little-endian, of the SHA-256 of all it says, in order. It notices deltas that went astray, not attackers.</summary>
internal sealed class MapDigest : IDisposable
{
    private const int BufferBytes = 4096;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    // Handed over in large pieces: a call for each number costs more than the hash.
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    public static ulong Of(ClusterMap map)
    {
        using var digest = new MapDigest();
        digest.Add(map.Epoch.Lease);
        digest.Add(map.Epoch.Counter);
        foreach (NodeDescription node in map.Nodes)
            digest.Add(node);
        foreach (WantedReplicas placed in map.Replicas)
        {
            digest.Add(placed.Replica);
            digest.Add(placed.Awake);
            digest.Add(placed.Standbys);
        }
        foreach (RevisionVersions revision in map.Revisions)
        {
            digest.Add(revision.Revision.Value);
            digest.Add(revision.Updated.Count);
            foreach (ExpertVersion version in revision.Updated)
                digest.Add(version);
            digest.Add(revision.Pruned.Count);
            foreach (ExpertId expert in revision.Pruned)
                digest.Add(new ExpertVersion(expert, 0));
        }
        digest.Add(map.Teams.Count);
        foreach (ExpertTeam team in map.Teams)
            digest.Add(team);
        digest.Flush();
        return BinaryPrimitives.ReadUInt64LittleEndian(digest._hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Add(NodeDescription node)
    {
        Add(node.Node.Value);
        Add((long)node.Identity.Incarnation.Value);
        Add(node.Address);
        Add(node.Zone);
        Add(node.Host);
        Add(node.BudgetBytes);
    }

    private void Add(ExpertTeam team)
    {
        Add(team.Name);
        Add(team.Biases.Count);
        foreach (ExpertBias bias in team.Biases)
        {
            Add(new ExpertVersion(bias.Expert, 0));
            Add(BitConverter.SingleToInt32Bits(bias.Bias));
        }
    }

    private void Add(ExpertVersion replica)
    {
        Add(((long)replica.Expert.Layer << 32) | (uint)replica.Expert.Index);
        Add(replica.Version);
    }

    private void Add(IReadOnlyList<NodeId> nodes)
    {
        Add(nodes.Count);
        foreach (NodeId node in nodes)
            Add(node.Value);
    }

    private void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        Append(bytes);
    }

    private void Add(long value)
    {
        Span<byte> word = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(word, value);
        Append(word);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_filled == BufferBytes)
                Flush();
            int taken = Math.Min(bytes.Length, BufferBytes - _filled);
            bytes[..taken].CopyTo(_buffer.AsSpan(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }
}
