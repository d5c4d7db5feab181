using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.SelfTest;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe version`: the build, the runtime, the machine, and the hash that two machines' arithmetic is compared by.</summary>
internal static class VersionCommand
{
    public static void Fill(Command command, CommandHost host)
    {
        // The self-test takes longer than all else, so it runs beside the parsing.
        StartupSelfTest.Begin();
        Option<string> output = OutputOption.Create();
        command.Options.Add(output);
        host.Bind(command, (parsed, context) => Run(OutputOption.Read(parsed, output), context));
    }

    private static ExitCode Run(OutputFormat format, CommandContext context)
    {
        MachineInfo machine = MachineInfo.Read();
        SelfTestReport selfTest = StartupSelfTest.Report;
        var report = new VersionReport(Version(), RuntimeInformation.FrameworkDescription, machine.System, machine.Processor, machine.Cores,
            machine.Vectors, InstructionSets.Supported(), InstructionSets.ByteDots(), selfTest.Hash, selfTest.SwitchedOff);
        OutputWriter.Write(context.Console.Out, format, report, NodeJson.Indented.VersionReport, r => WriteTable(context, r));
        return ExitCode.Ok;
    }

    private static void WriteTable(CommandContext context, VersionReport report)
    {
        TextWriter output = context.Console.Out;
        output.WriteLine($"emoe {report.Version}");
        output.WriteLine($"runtime    {report.Runtime}, {report.System}");
        output.WriteLine($"machine    {report.Processor}, {report.Cores} cores");
        output.WriteLine($"kernels    {report.Vectors} vectors ({string.Join(", ", report.InstructionSets)})");
        output.WriteLine($"byte dots  {report.ByteDots}");
        output.WriteLine($"self-test  {report.SelfTest}{(report.SwitchedOff.Count == 0 ? "" : $"; switched off: {string.Join(", ", report.SwitchedOff)}")}");
    }

    /// <summary>"0.1.0 (ac5e771)": the version, and the commit it was built from where the build knew it.</summary>
    private static string Version()
    {
        string full = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        int plus = full.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? full : $"{full[..plus]} ({full.AsSpan(plus + 1, Math.Min(7, full.Length - plus - 1))})";
    }
}
