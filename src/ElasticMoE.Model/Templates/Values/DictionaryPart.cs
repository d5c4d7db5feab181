namespace ElasticMoE.Model.Templates.Values;

/// <summary>Which side of its entries a view of a dictionary shows.</summary>
internal enum DictionaryPart
{
    Keys,
    Values,
    Items,
}
