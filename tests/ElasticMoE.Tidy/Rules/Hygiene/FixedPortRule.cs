using System.Text.RegularExpressions;
using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Hygiene;

/// <summary>Ports are given, or chosen by the system (0); a fixed one is taken on somebody's machine.</summary>
internal sealed partial class FixedPortRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad =>
    [
        Body("var e = new IPEndPoint(IPAddress.Loopback, 5000);"),
        Body("var l = new TcpListener(IPAddress.Loopback, 5000);"),
        Body("server.ListenLocalhost(5000);"),
        Body($"var u = \"http://localhost:{5000}/v1\";"),
        Body($"var u = \"127.0.0.1:{5000}\";"),
        Body("int port = 8080;"),
        Member("const int GatewayPort = 8080;"),
        Body("Start(port: 8080);"),
    ];

    public override IEnumerable<SourceFile[]> Good => [Body("var e = new IPEndPoint(IPAddress.Loopback, 0); int port = 0; string s = \"a:1234\"; Start(port: 0);")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where IsFixedPort(node)
        select file.Offence(node, $"{node}: a fixed port; let the system choose one, or take it as a setting");

    private static bool IsFixedPort(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax { ArgumentList: { } arguments } created => TypeNames.Last(created.Type) is "IPEndPoint" or "DnsEndPoint" or "TcpListener" or "TcpClient" && arguments.Arguments.Any(a => IsNumber(a.Expression)),
        InvocationExpressionSyntax call => TypeNames.Last(call.Expression) is "ListenLocalhost" or "ListenAnyIP" && call.ArgumentList.Arguments.Any(a => IsNumber(a.Expression)),
        VariableDeclaratorSyntax { Initializer: { } value } variable => NamesPort(variable.Identifier.Text) && IsNumber(value.Value),
        PropertyDeclarationSyntax { Initializer: { } value } property => NamesPort(property.Identifier.Text) && IsNumber(value.Value),
        ParameterSyntax { Default: { } value } parameter => NamesPort(parameter.Identifier.Text) && IsNumber(value.Value),
        ArgumentSyntax { NameColon: { } name } argument => NamesPort(name.Name.Identifier.Text) && IsNumber(argument.Expression),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && Address().IsMatch(literal.Token.ValueText),
        InterpolatedStringTextSyntax text => Address().IsMatch(text.TextToken.ValueText),
        _ => false,
    };

    private static bool IsNumber(ExpressionSyntax value) => value is LiteralExpressionSyntax { Token.Value: int and not 0 };

    private static bool NamesPort(string name) => name is "port" or "_port" || name.EndsWith("Port", StringComparison.Ordinal);

    [GeneratedRegex(@"(localhost|\d+\.\d+\.\d+\.\d+|\[::1?\]):[1-9]\d{1,4}\b|https?://[^/\s{}]+:[1-9]\d{1,4}\b")]
    private static partial Regex Address();
}
