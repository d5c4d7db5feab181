using System.Buffers.Binary;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Codec;

/// <summary>Reads what <see cref="EventWriter"/> wrote. Bytes from outside: every count is checked against what is left before anything is allocated.</summary>
/// <param name="bytes">All of it.</param>
/// <param name="subject">What it is, for error messages.</param>
internal sealed class EventReader(ReadOnlyMemory<byte> bytes, string subject)
{
    private static readonly UTF8Encoding Strict = new(false, true);

    private int _at;

    public int Left => bytes.Length - _at;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        byte other => throw Fault($"{other} is neither no nor yes"),
    };

    public int Short() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public int Natural() => Int() is >= 0 and int value ? value : throw Fault("a number is negative");

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public string Text()
    {
        try
        {
            return Strict.GetString(Take(Short()));
        }
        catch (DecoderFallbackException broken)
        {
            throw new InputException(subject, $"at byte {_at} a text is not UTF-8", ExitCode.Failure, broken);
        }
    }

    /// <param name="bytesMin">The least an item takes.</param>
    /// <param name="read">Reads one.</param>
    public T[] List<T>(int bytesMin, Func<T> read)
    {
        int count = Natural();
        if ((long)count * bytesMin > Left)
            throw Fault($"a list of {count} doesn't fit in the {Left} bytes that are left");
        var items = new T[count];
        for (int i = 0; i < count; i++)
            items[i] = read();
        return items;
    }

    public NodeId Node() => Int() is >= 0 and < Limits.NodesMax and int value ? new(value) : throw Fault("a node's number is out of range");

    public ExpertId Expert()
    {
        (int layer, int index) = (Short(), Short());
        return layer < Limits.LayersMax && index < Limits.ExpertsPerLayerMax ? new(layer, index) : throw Fault($"expert {layer}/{index} is out of range");
    }

    public ExpertVersion Replica() => new(Expert(), Natural());

    public NodeIdentity Identity() => new(Node(), new((ulong)Long()));

    public ContentDigest Digest() => ContentDigest.Read(Take(ContentDigest.Size));

    public ContentDigest? OptionalDigest() => Flag() ? Digest() : null;

    public ScaleBounds? OptionalBounds() => Flag() ? new(Natural(), Natural(), Long()) : null;

    public EventId Id() => new((ulong)Long(), (ulong)Long());

    public WantedReplicas Wanted() => new(Replica(), List(4, Node), List(4, Node));

    public NodeDescription Description() => new(Identity(), Text(), Text(), Text(), Long());

    public ModelShape Model() => new(Digest(), List(20, Layer));

    public SeasonRule Season() => new(Text(), Text(), Double(), Day(), Day(), Byte(), Minute(), Minute());

    /// <exception cref="InputException">Something is left.</exception>
    public void End()
    {
        if (Left > 0)
            throw Fault($"{Left} bytes are left over");
    }

    public InputException Fault(string cause) => new(subject, $"at byte {_at}: {cause}");

    private DateOnly? Day() => !Flag() ? null
        : Int() is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(number) : throw Fault("a day is out of range");

    private short Minute() => Short() is < SeasonRule.DayMinutes and var minute ? (short)minute : throw Fault("a minute of the day is out of range");

    private LayerShape Layer()
    {
        var layer = new LayerShape(Int(), Int(), Int(), Long());
        return layer.Experts is >= 0 and <= Limits.ExpertsPerLayerMax && layer.ExpertBytes >= 0 ? layer : throw Fault("a layer's shape is out of range");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left)
            throw Fault($"{count} bytes are needed and {Left} are left");
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }
}
