namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>A schema asks for what can't be promised. The message has the place, the keyword and why.</summary>
internal sealed class SchemaException(string path, string cause) : Exception($"{path}: {cause}");
