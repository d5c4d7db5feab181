using System.CommandLine;
using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Probes;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe serve`: one model behind HTTP, in this process, until it is asked to end.</summary>
internal sealed class ServeCommand
{
    private readonly Argument<string?> _directory = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The checkpoint's folder; by default $EMOE_MODEL, else the model that comes with emoe." };
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<string?> _name = new("--name") { Description = "The name clients ask for; by default the folder's.", HelpName = "NAME" };
    private readonly Option<double> _grace = GraceOption.Create();
    private readonly Option<string?> _teams = new("--teams") { Description = "A file of teams of experts that requests may prefer: {\"NAME\": [\"LAYER/EXPERT\", …]}.", HelpName = "FILE" };
    private readonly Option<int> _port = new("--port", "-p") { Description = "The port; 0 takes a free one.", DefaultValueFactory = _ => 8080, HelpName = "N" };
    private readonly HttpOptionSet _http = new();
    private readonly Option<string?> _prefixCache = PrefixCacheOption.Create();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new ServeCommand();
        command.Arguments.Add(self._directory);
        Option[] options = [self._format, self._name, self._grace, self._teams, self._port, self._prefixCache];
        foreach (Option option in options)
            command.Options.Add(option);
        self._http.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        TimeSpan grace = GraceOption.Read(parsed, _grace);
        var model = new ModelOptions(parsed.GetValue(_directory) ?? DefaultModel.Locate(), FormatOption.Read(parsed, _format));
        HttpSettings http = _http.Read(parsed);
        IPEndPoint place = http.EndPoint(OptionRange.Check("--port", parsed.GetValue(_port), 0, ushort.MaxValue));
        EngineOptions engine = PrefixCacheOption.Apply(OnOff.Read(parsed, _prefixCache), ModelSession.EngineDefaults);
        using ModelSession session = ModelSession.Open(model, context, _ => engine);
        using var service = new EngineTokenService(session.Engine, engine);
        string name = parsed.GetValue(_name) ?? ServedModels.NameOf(model.Directory);
        var served = ServedModels.Of(session, service, name, context.Clock);
        GatewayOptions options = HttpServing.Options(http, place, service.Status.CacheBlocks, context);
        if (parsed.GetValue(_teams) is { } file)
            options = options with { Teams = TeamFile.Read(file, session.Model.ExpertsPerLayer).GetValueOrDefault };
        return ServeAsync(served, options, context, grace).GetAwaiter().GetResult();
    }

    private async Task<ExitCode> ServeAsync(Gateway.Models.ServedModel model, GatewayOptions options, CommandContext context, TimeSpan grace)
    {
        await using GatewayServer server = await GatewayServer.StartAsync(model, options, line => context.Say($"emoe: {line}"));
        using OtlpExport? export = OtlpExport.FromEnvironment(server.Measure, Environment.MachineName, context.Clock);
        context.Console.Out.WriteLine($"{model.Id} listens on {server.Url}");
        context.Console.Out.Flush();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration asked = context.Cancelled.Register(() => ended.TrySetResult());
        await ended.Task;
        context.Say($"emoe: ending; {server.OpenRequests} requests are under way");
        if (!await server.DrainAsync(grace))
            context.Say("emoe: the grace is over; what still ran was cut off");
        return ExitCode.Ok;
    }
}
