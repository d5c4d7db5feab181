using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>Options that every command about a cluster's wanted state has.</summary>
internal sealed class AdminOptions
{
    private const string UrlVariable = AdminEndpoint.UrlVariable, KeyVariable = "EMOE_ADMIN_KEY_FILE";
    private static readonly TimeSpan s_timeoutDefault = TimeSpan.FromSeconds(60);

    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<string?> _server = new("--server") { Description = "The admin interface's address, or those of several supervisors divided by commas; by default $EMOE_ADMIN, else the cluster folder's.", HelpName = "URL" };
    private readonly Option<string?> _keyFile = new("--key-file") { Description = "The file of the admin key; by default $EMOE_ADMIN_KEY_FILE, else the cluster folder's.", HelpName = "FILE" };
    private readonly Option<string> _output = OutputOption.Create();
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long to wait for an answer, or with --wait for the end; 60s by default.", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        Option[] options = [_cluster, _server, _keyFile, _output, _timeout];
        foreach (Option option in options)
            command.Options.Add(option);
    }

    public OutputFormat Output(ParseResult parsed) => OutputOption.Read(parsed, _output);

    public TimeSpan Timeout(ParseResult parsed) => parsed.GetValue(_timeout) is { } text ? AdminValues.Duration("--timeout", text) : s_timeoutDefault;

    public ClusterFolder Folder(ParseResult parsed) => ClusterOption.Read(parsed, _cluster);

    /// <summary>Whether an admin interface is named, or the cluster's folder has one.</summary>
    public bool NamesServer(ParseResult parsed) => (parsed.GetValue(_server) ?? Environment.GetEnvironmentVariable(UrlVariable)) is not null || Folder(parsed).HasAdminUrl;

    public AdminClient Connect(ParseResult parsed, CommandContext context)
    {
        ClusterFolder folder = Folder(parsed);
        string url = parsed.GetValue(_server) ?? Environment.GetEnvironmentVariable(UrlVariable) ?? folder.ReadAdminUrl();
        string keyFile = parsed.GetValue(_keyFile) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? folder.AdminKeyFile;
        return new AdminClient(AdminEndpoint.Read(url, keyFile), context.Cancelled);
    }
}
