using System.Diagnostics;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Npm;

/// <summary>The npm package openai, installed into a folder of its own; tests are skipped where it can't be.</summary>
public sealed class NpmPackage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public NpmPackage()
    {
        File.Copy(Repository.PathOf("samples", "npm", "package.json"), _folder.PathOf("package.json"));
        try
        {
            (int exit, string output) = Run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent");
            Missing = exit == 0 ? null : $"npm can't install the package openai here: {output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing = "npm is not installed here";
        }
    }

    /// <summary>Why the package can't be used; null where it can.</summary>
    internal string? Missing { get; }

    /// <summary>Copies a script beside the package and runs it.</summary>
    internal (int Exit, string Output) RunScript(string path, params string[] arguments)
    {
        string script = _folder.PathOf(Path.GetFileName(path));
        File.Copy(path, script, overwrite: true);
        return Run("node", [script, .. arguments]);
    }

    public void Dispose() => _folder.Dispose();

    private (int Exit, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
