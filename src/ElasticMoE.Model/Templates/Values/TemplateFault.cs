namespace ElasticMoE.Model.Templates.Values;

/// <summary>A template or its data broke a rule. The line is added where the template's name is known.</summary>
internal sealed class TemplateFault(string cause) : Exception(cause);
