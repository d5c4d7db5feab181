namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>Where a raw block's closing tag begins, its sign, and where the text after it begins.</summary>
internal sealed record RawEnd(int Begin, char Sign, int After);
