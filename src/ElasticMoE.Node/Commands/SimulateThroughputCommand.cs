using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Synthesis;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Throughput;
using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe simulate throughput`: a cost model fitted to measurements, and what it says of DeepSeek-V3's shape on many devices.</summary>
internal static class SimulateThroughputCommand
{
    private const int DevicesMin = 2, DevicesMax = 16_384, PositionsMax = 1 << 20;

    /// <summary>25 Gbit/s, as servers have.</summary>
    private const double ServerNetwork = 25e9 / 8;

    private static readonly int[] s_rows = [1, 8, 32, 64, 128];

    /// <summary>NVIDIA H800 as published: HBM3, dense bf16, one port of 400 Gbit/s. Its frames and layers are assumptions: a one-sided write, and a few launches.</summary>
    private static readonly DeviceRates s_accelerator = new("NVIDIA H800 (published figures)", 3.35e12, 989.5e12 / 2, 400e9 / 8, 2e-6, 20e-6);

    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "What 'emoe bench cluster --json' found, of the default model." };
        var devices = new Option<int>("--devices") { DefaultValueFactory = _ => 320, Description = "Devices of the fleet.", HelpName = "K" };
        var positions = new Option<int>("--positions") { DefaultValueFactory = _ => 4096, Description = "Positions that each sequence sees.", HelpName = "P" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("throughput", "Fit a cost model to measurements, and predict DeepSeek-V3's shape on many devices.") { file, devices, positions, json };
        host.Bind(command, (parsed, context) =>
        {
            var report = new ThroughputReport(ThroughputShapes.Of(ModelSynthesizer.ConfigOf(SynthPresets.Find(SynthPresets.SmallMoe)!), WeightFormat.Q8), ClusterFigures.Read(parsed.GetRequiredValue(file)));
            var fleet = new FleetQuestion(OptionRange.Check("--devices", parsed.GetValue(devices), DevicesMin, DevicesMax), OptionRange.Check("--positions", parsed.GetValue(positions), 1, PositionsMax));
            Write(report, fleet, parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(ThroughputReport report, FleetQuestion fleet, bool json, CommandContext context)
    {
        TextWriter people = json ? context.Console.Error : context.Console.Out;
        var figures = new Dictionary<string, double>
        {
            ["layerMicroseconds"] = report.Rates.SecondsPerLayer * 1e6,
            ["weightNanosecondsPerKilobyte"] = report.Rates.SecondsPerByte * 1e12,
            ["multiplyAddPicoseconds"] = report.Rates.SecondsPerMultiplyAdd * 1e12,
            ["frameMicroseconds"] = report.Rates.SecondsPerFrame * 1e6,
            ["frameNanosecondsPerKilobyte"] = report.Rates.SecondsPerFrameByte * 1e12,
            ["fitErrorPercent"] = report.FitError * 100,
            ["checkErrorPercent"] = report.CheckError * 100,
        };
        foreach (string line in report.FitLines())
            people.WriteLine(line);
        people.WriteLine(FormattableString.Invariant($"DeepSeek-V3's shape in q8 on {fleet.Devices} devices, {fleet.Positions} positions a sequence; the best division among powers of two of routers"));
        foreach ((DeviceRates device, string name) in new[] { (Here(report.Rates), "here"), (s_accelerator, "accelerator") })
        {
            (int MicroBatches, FleetForecast Forecast)[] forecasts = [.. fleet.Ask(device)];
            foreach (string line in ThroughputReport.FleetLines(device, forecasts))
                people.WriteLine(line);
            figures[name + "TokensPerSecond"] = forecasts.Max(one => one.Forecast.TokensPerSecond);
        }
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 3)), NodeJson.OneLine.DictionaryStringDouble));
    }

    /// <summary>A fleet of this machine: a frame's two ends are two devices', and its bytes pass the slower of network and copies.</summary>
    private static DeviceRates Here(CostRates rates) => new(
        "this machine, 25 Gbit/s",
        1 / rates.SecondsPerByte,
        1 / rates.SecondsPerMultiplyAdd,
        Math.Min(ServerNetwork, 1 / rates.SecondsPerFrameByte),
        rates.SecondsPerFrame / 2,
        rates.SecondsPerLayer);

    private sealed record FleetQuestion(int Devices, int Positions)
    {
        public IEnumerable<(int MicroBatches, FleetForecast Forecast)> Ask(DeviceRates device)
        {
            var model = new FleetModel(ThroughputShapes.Of(PublishedShapes.DeepSeekV3, WeightFormat.Q8), device, Positions);
            return from rows in s_rows from microBatches in new[] { 1, 2 } where rows >= microBatches select (microBatches, model.Best(Devices, rows, microBatches));
        }
    }
}
