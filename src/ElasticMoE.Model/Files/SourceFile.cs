namespace ElasticMoE.Model.Files;

/// <summary>A file of a checkpoint, by what tells whether it changed.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
public sealed record SourceFile(string Path, long Bytes, DateTime ModifiedUtc);
