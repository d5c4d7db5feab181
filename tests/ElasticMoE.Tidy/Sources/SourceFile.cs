using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Sources;

/// <summary>A text file of the repository; C# files also have a syntax tree, parsed at first use.</summary>
internal sealed class SourceFile(string path, string text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private readonly Lazy<CompilationUnitSyntax> _root = new(() => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options).GetRoot());

    /// <summary>Relative to the repository, with forward slashes.</summary>
    public string Path { get; } = path;

    public string Text { get; } = text;

    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>True in the product's own projects.</summary>
    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>The project's name for files under src/, tests/ and bench/; empty elsewhere.</summary>
    public string Project => Path.Split('/') is [("src" or "tests" or "bench"), var project, _, ..] ? project : "";

    public CompilationUnitSyntax Root => _root.Value;

    /// <summary>All nodes of one kind, nested ones too.</summary>
    public IEnumerable<T> Nodes<T>()
        where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    public Offence Offence(SyntaxNode node, string what) => OffenceAt(node.Span.Start, what);

    public Offence OffenceAt(int position, string what) =>
        new(Path, Root.SyntaxTree.GetLineSpan(new(position, 0)).StartLinePosition.Line + 1, what);

    /// <summary>The comments, documentation aside.</summary>
    public IEnumerable<SyntaxTrivia> Comments() =>
        Root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));

    public int LineCount => Text.AsSpan().Count('\n') + (Text.EndsWith('\n') ? 0 : 1);
}
