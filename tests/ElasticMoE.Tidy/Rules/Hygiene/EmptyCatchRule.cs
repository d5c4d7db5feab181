using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>An exception that is caught is answered: with a value, a report or another exception.</summary>
internal sealed class EmptyCatchRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad => [Body("try { N(); } catch { }"), Body("try { N(); } catch (IOException) { /* fine */ }")];

    public override IEnumerable<SourceFile[]> Good => [Body("try { N(); } catch (IOException) { return; }")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from handler in file.Nodes<CatchClauseSyntax>()
        where handler.Block.Statements.Count == 0
        select file.Offence(handler, "swallows an exception");
}
