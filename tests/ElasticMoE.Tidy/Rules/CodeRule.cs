using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules;

/// <summary>A rule that looks at one C# file at a time.</summary>
internal abstract class CodeRule : Rule
{
    public sealed override IEnumerable<Offence> Check(SourceTree tree) => tree.Code.Where(Binds).SelectMany(Check);

    /// <summary>Whether the rule holds in this file.</summary>
    protected virtual bool Binds(SourceFile file) => true;

    protected abstract IEnumerable<Offence> Check(SourceFile file);
}
