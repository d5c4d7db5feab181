using System.Buffers.Binary;
using System.Text;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Codec;

/// <summary>Writes the parts of events and snapshots: little-endian, lists with their number first, texts as UTF-8 with their length first.</summary>
internal sealed class EventWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Short(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), checked((ushort)value));

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);

    public void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Short(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Int(items.Count);
        foreach (T item in items)
            write(item);
    }

    public void Node(NodeId node) => Int(node.Value);

    public void Expert(ExpertId expert)
    {
        Short(expert.Layer);
        Short(expert.Index);
    }

    public void Replica(ExpertVersion replica)
    {
        Expert(replica.Expert);
        Int(replica.Version);
    }

    public void Identity(NodeIdentity node)
    {
        Node(node.Node);
        Long((long)node.Incarnation.Value);
    }

    public void Digest(ContentDigest digest) => digest.Write(Reserve(ContentDigest.Size));

    public void OptionalDigest(ContentDigest? digest)
    {
        Flag(digest is not null);
        if (digest is { } given)
            Digest(given);
    }

    public void OptionalBounds(ScaleBounds? bounds)
    {
        Flag(bounds is not null);
        if (bounds is null)
            return;
        Int(bounds.Min);
        Int(bounds.Max);
        Long(bounds.SleepAfterMs);
    }

    public void Id(EventId id)
    {
        Long((long)id.High);
        Long((long)id.Low);
    }

    public void Wanted(WantedReplicas wanted)
    {
        Replica(wanted.Replica);
        List(wanted.Awake, Node);
        List(wanted.Standbys, Node);
    }

    public void Description(NodeDescription node)
    {
        Identity(node.Identity);
        Text(node.Address);
        Text(node.Zone);
        Text(node.Host);
        Long(node.BudgetBytes);
    }

    public void Model(ModelShape model)
    {
        Digest(model.Manifest);
        List(model.Layers, layer =>
        {
            Int(layer.Experts);
            Int(layer.Active);
            Int(layer.Groups);
            Long(layer.ExpertBytes);
        });
    }

    public void Season(SeasonRule rule)
    {
        Text(rule.Name);
        Text(rule.Team);
        Double(rule.Factor);
        Day(rule.From);
        Day(rule.To);
        Byte(rule.Days);
        Short(rule.BeginMinute);
        Short(rule.EndMinute);
    }

    private void Day(DateOnly? day)
    {
        Flag(day is not null);
        if (day is { } given)
            Int(given.DayNumber);
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
