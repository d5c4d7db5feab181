using System.Numerics;

namespace ElasticMoE.Model.Templates.Values;

/// <summary>Indices as Python reads them: a negative one counts from the end.</summary>
internal static class Places
{
    /// <summary>The place a key names among <paramref name="count"/>, or null where it is no integer or lies outside.</summary>
    public static int? Find(TemplateValue key, int count)
    {
        if (key.AsInteger is not BigInteger index)
            return null;
        if (index.Sign < 0)
            index += count;
        return index.Sign < 0 || index >= count ? null : (int)index;
    }
}
