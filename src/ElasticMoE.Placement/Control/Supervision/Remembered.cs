namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What was made of something, as long as that is the same. A look at ten thousand experts takes milliseconds, and mostly nothing has changed.</summary>
/// <typeparam name="TSource">Compared by its own equality: tables by reference.</typeparam>
/// <typeparam name="TValue">What is made.</typeparam>
internal sealed class Remembered<TSource, TValue>
    where TSource : struct, IEquatable<TSource>
{
    private (TSource Source, TValue Value)? _known;

    public TValue Of(TSource source, Func<TValue> make)
    {
        if (_known is not { } known || !known.Source.Equals(source))
            _known = known = (source, make());
        return known.Value;
    }
}
