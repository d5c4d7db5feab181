namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>A part of a text that is encoded on its own, in UTF-16 units.</summary>
/// <param name="Start">Its first unit.</param>
/// <param name="End">One past its last.</param>
/// <param name="OpensInput">Whether it begins where the whole input began.</param>
internal readonly record struct Word(int Start, int End, bool OpensInput);
