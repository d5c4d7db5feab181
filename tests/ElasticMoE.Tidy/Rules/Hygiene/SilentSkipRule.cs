using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>A test that is skipped says why, and no test is skipped by its runner's filters unseen (explicit tests).</summary>
internal sealed class SilentSkipRule : CodeRule
{
    private const int ReasonLengthMin = 10;

    public override IEnumerable<SourceFile[]> Bad =>
    [
        Member("[Fact(Skip = \"\")] public void M() { }"),
        Member("[Fact(Skip = \"later\")] public void M() { }"),
        Member("[Fact(Explicit = true)] public void M() { }"),
        Body("Assert.Skip(\"\");"),
        Body("Assert.SkipUnless(x, \" \");"),
    ];

    public override IEnumerable<SourceFile[]> Good => [Member("[Fact(Skip = \"This machine has no second processor.\")] public void M() { }")];

    protected override IEnumerable<Offence> Check(SourceFile file)
    {
        foreach (AttributeArgumentSyntax argument in file.Nodes<AttributeArgumentSyntax>())
        {
            string name = argument.NameEquals?.Name.Identifier.Text ?? "";
            if (name == "Explicit" || (name == "Skip" && !GivesReason(argument.Expression)))
                yield return file.Offence(argument, "a test that doesn't run, without a reason");
        }

        foreach (InvocationExpressionSyntax call in file.Nodes<InvocationExpressionSyntax>())
        {
            if (call.Expression.ToString() is "Assert.Skip" or "Assert.SkipUnless" or "Assert.SkipWhen" && !GivesReason(call.ArgumentList.Arguments.LastOrDefault()?.Expression))
                yield return file.Offence(call, "a test that doesn't run, without a reason");
        }
    }

    private static bool GivesReason(ExpressionSyntax? reason) => reason switch
    {
        LiteralExpressionSyntax literal => literal.Token.ValueText.Trim().Length >= ReasonLengthMin,
        null => false,
        _ => true,
    };
}
