using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Machines;

/// <summary>Machine types don't enumerate collections in hash order, which differs between runs and versions.</summary>
internal sealed class MachineEnumerationRule : CodeRule
{
    private static readonly HashSet<string> HashOrdered =
        ["Dictionary", "HashSet", "ConcurrentDictionary", "FrozenDictionary", "FrozenSet", "ImmutableDictionary", "ImmutableHashSet", "IDictionary", "IReadOnlyDictionary", "ISet", "IReadOnlySet", "Hashtable"];

    /// <summary>LINQ that doesn't depend on order.</summary>
    private static readonly HashSet<string> Orderless = ["Any", "All", "Contains", "Order", "OrderBy", "OrderDescending", "OrderByDescending"];

    public override IEnumerable<SourceFile[]> Bad =>
    [
        Member("Dictionary<int, int> _d; void M() { foreach (var p in _d) N(p); }"),
        Member("readonly HashSet<int> _s = []; void M() { foreach (int p in this._s) N(p); }"),
        Member("void M(IReadOnlyDictionary<int, int> d) { foreach (int k in d.Keys) N(k); }"),
        Body("var d = new Dictionary<int, int>(); var xs = d.Values.ToArray();"),
        Body("var d = new Dictionary<int, int>(); int[] xs = [.. d.Values];"),
    ];

    public override IEnumerable<SourceFile[]> Good =>
    [
        Member("SortedDictionary<int, int> _d; void M() { foreach (var p in _d) N(p); }"),
        Body("var d = new Dictionary<int, int>(); foreach (int k in d.Keys.Order()) N(d[k]);"),
        Body("var d = new Dictionary<int, int>(); if (d.ContainsKey(1) && d.Count > 0) d.Remove(1);"),
    ];

    protected override IEnumerable<Offence> Check(SourceFile file) => MachineTypes.All(file).SelectMany(type =>
    {
        HashSet<string> names = [.. type.DescendantNodes().SelectMany(DeclaredHashOrdered)];
        return type.DescendantNodes()
            .Where(node => Enumerated(node) is { } source && names.Contains(Root(source)))
            .Select(node => file.Offence(node, "enumerates a collection in hash order; sort the keys, or use a sorted collection or a list"));
    });

    private static IEnumerable<string> DeclaredHashOrdered(SyntaxNode node) => node switch
    {
        VariableDeclarationSyntax declaration => declaration.Variables
            .Where(variable => IsHashOrdered(declaration.Type) || (variable.Initializer?.Value is ObjectCreationExpressionSyntax created && IsHashOrdered(created.Type)))
            .Select(variable => variable.Identifier.Text),
        ParameterSyntax { Type: { } type } parameter when IsHashOrdered(type) => [parameter.Identifier.Text],
        PropertyDeclarationSyntax property when IsHashOrdered(property.Type) => [property.Identifier.Text],
        _ => [],
    };

    private static bool IsHashOrdered(TypeSyntax type) => HashOrdered.Contains(TypeNames.Last(type));

    /// <summary>What a node runs through, if it runs through anything.</summary>
    private static ExpressionSyntax? Enumerated(SyntaxNode node) => node switch
    {
        ForEachStatementSyntax loop => loop.Expression,
        ForEachVariableStatementSyntax loop => loop.Expression,
        FromClauseSyntax from => from.Expression,
        SpreadElementSyntax spread => spread.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when IsLinq(access.Name.Identifier.Text) => access.Expression,
        _ => null,
    };

    private static bool IsLinq(string method) =>
        !Orderless.Contains(method) && (typeof(Enumerable).GetMethod(method, Type.EmptyTypes) is not null || typeof(Enumerable).GetMember(method).Length > 0) && method is not ("Count" or "Append");

    /// <summary>The collection's name: <c>_d</c> for <c>_d</c>, <c>this._d</c>, <c>_d.Keys</c> and <c>_d.Values</c>.</summary>
    private static string Root(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Keys" or "Values" } access => Root(access.Expression),
        _ => TypeNames.Last(expression),
    };
}
