using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Comments are prose; code that isn't wanted is deleted. A comment line that ends like a statement and parses as one is code.</summary>
internal sealed class CommentedCodeRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad =>
        [Body("// N(1, 2);\n"), Body("// var x = 3;\n"), Body("/* x = y; */"), Body("// if (x) {\n"), Body("// return;\n"), Body("// }\n")];

    public override IEnumerable<SourceFile[]> Good => [Body("// Rows come first; the sum follows.\n// acc = fma(w, x, acc)\n// Sorted by id;\n")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from comment in file.Comments()
        from line in Lines(comment)
        where IsCode(line)
        select file.OffenceAt(comment.SpanStart, $"commented-out code: {line}");

    private static IEnumerable<string> Lines(SyntaxTrivia comment) =>
        comment.ToString().Split('\n').Select(line => line.Trim().TrimStart('/', '*').TrimEnd('/', '*').Trim());

    private static bool IsCode(string line)
    {
        if (line is "{" or "}" or "};")
            return true;
        if (!line.EndsWith(';') && !line.EndsWith('{'))
            return false;
        string statement = line.EndsWith('{') ? line + "}" : line;
        StatementSyntax parsed = SyntaxFactory.ParseStatement(statement);
        return !parsed.ContainsDiagnostics && parsed.FullSpan.Length == statement.Length && parsed is not ExpressionStatementSyntax { Expression: SimpleNameSyntax };
    }
}
