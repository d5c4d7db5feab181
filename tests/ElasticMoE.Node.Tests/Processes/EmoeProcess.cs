using System.Diagnostics;

namespace ElasticMoE.Node.Tests.Processes;

/// <summary>Runs the built `emoe` as a child process.</summary>
internal static class EmoeProcess
{
    public static EmoeResult Run(params string[] arguments) => Run(new EmoeInput(), arguments);

    public static EmoeResult Run(EmoeInput input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = input.Directory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "emoe.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in input.Environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input.Text);
        process.StandardInput.Close();
        process.WaitForExit();
        return new EmoeResult(process.ExitCode, output.Result, error.Result);
    }
}
