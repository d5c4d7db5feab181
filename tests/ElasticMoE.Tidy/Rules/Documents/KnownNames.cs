using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Documents;

/// <summary>What a page may name: files and folders, types and members, and the words that the program knows.</summary>
internal sealed class KnownNames
{
    private static readonly char[] Separators = [' ', '\n', '"', '$', '{', '}', ':', '='];

    private readonly HashSet<string> _paths;
    private readonly ILookup<string, string> _members;
    private readonly HashSet<string> _identifiers;
    private readonly HashSet<string> _words;
    private readonly HashSet<string> _packages;

    public KnownNames(SourceTree tree)
    {
        _paths = [.. tree.Paths.SelectMany(WithFolders)];
        var declared = tree.Code.SelectMany(file => file.Nodes<MemberDeclarationSyntax>()).Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
        _members = declared.SelectMany(type => Members(type).Prepend("").Select(member => (Type: TypeNames.NameOf(type), Member: member))).ToLookup(pair => pair.Type, pair => pair.Member);
        _identifiers = [.. tree.Code.SelectMany(file => file.Root.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text)];
        _words = [.. tree.Code.Where(file => file.IsProduct).SelectMany(file => file.Root.DescendantTokens()).SelectMany(Words), .. tree.Files.Where(IsScript).SelectMany(file => file.Text.Split(Separators))];
        _packages = [.. (tree.Find("Directory.Packages.props")?.Text ?? "").Split('"')];
    }

    /// <summary>A file or folder, from the root or by the end of its path; <c>*</c> stands for anything.</summary>
    public bool HasPath(string path)
    {
        string[] parts = path.TrimEnd('/').Split('*');
        return parts.Length == 1
            ? _paths.Contains(parts[0]) || _paths.Any(known => known.EndsWith("/" + parts[0], StringComparison.Ordinal))
            : _paths.Any(known => known.StartsWith(parts[0], StringComparison.Ordinal) && known.EndsWith(parts[^1], StringComparison.Ordinal));
    }

    /// <summary>A file or folder by its whole path from the root.</summary>
    public bool HasExactPath(string path) => _paths.Contains(path);

    /// <summary><c>Type</c>, <c>Type.Member</c> or a name from the platform that the code uses.</summary>
    public bool HasName(string name)
    {
        string[] parts = name.Split('.');
        for (int i = 0; i + 1 < parts.Length; i++)
        {
            if (_members.Contains(parts[i]) && !_members[parts[i]].Contains(parts[i + 1]) && !_members.Contains(parts[i + 1]))
                return false;
        }

        return parts.All(_identifiers.Contains) || _packages.Contains(name);
    }

    /// <summary>A command, an option or an environment variable.</summary>
    public bool HasWord(string word) => _words.Contains(word);

    private static bool IsScript(SourceFile file) => file.Path is "emoe" || file.Path.EndsWith(".sh", StringComparison.Ordinal);

    private static IEnumerable<string> WithFolders(string path)
    {
        for (string? at = path; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at)?.Replace('\\', '/'))
            yield return at;
    }

    private static IEnumerable<string> Members(MemberDeclarationSyntax type) => type.ChildNodes().SelectMany(node => node switch
    {
        MethodDeclarationSyntax method => [method.Identifier.Text],
        PropertyDeclarationSyntax property => [property.Identifier.Text],
        EnumMemberDeclarationSyntax value => [value.Identifier.Text],
        EventDeclarationSyntax declared => [declared.Identifier.Text],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
        ParameterListSyntax parameters => parameters.Parameters.Select(parameter => parameter.Identifier.Text),
        BaseTypeDeclarationSyntax inner => [inner.Identifier.Text],
        _ => Enumerable.Empty<string>(),
    });

    private static IEnumerable<string> Words(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken => [token.ValueText],
        SyntaxKind.InterpolatedStringTextToken => token.ValueText.Split(' '),
        _ => [],
    };
}
