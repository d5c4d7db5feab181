namespace ElasticMoE.Engine.Grammars.Syntax;

/// <summary>A step over one byte of a range.</summary>
/// <param name="Low">The lowest byte.</param>
/// <param name="High">The highest byte.</param>
/// <param name="Target">Where it leads.</param>
internal readonly record struct ByteEdge(byte Low, byte High, int Target)
{
    public bool Takes(byte value) => value >= Low && value <= High;
}
