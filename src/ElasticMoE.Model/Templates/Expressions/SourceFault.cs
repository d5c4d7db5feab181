namespace ElasticMoE.Model.Templates.Expressions;

/// <summary>A template's source is no valid template.</summary>
internal sealed class SourceFault(int line, string cause) : Exception(cause)
{
    public int Line => line;
}
