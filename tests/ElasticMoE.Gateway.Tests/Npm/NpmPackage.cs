using System.Diagnostics;
using ElasticMoE.Gateway.Tests.Npm;
using ElasticMoE.Testing;

[assembly: AssemblyFixture(typeof(NpmPackage))]

namespace ElasticMoE.Gateway.Tests.Npm;

/// <summary>The npm package openai, installed into a folder of its own once somebody needs it; tests are skipped where it can't be.</summary>
public sealed class NpmPackage : IDisposable
{
    private const int SuiteCases = 13;

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string?> _missing;

    public NpmPackage() => _missing = new(Install);

    /// <summary>Why the package can't be used; null where it can.</summary>
    internal string? Missing => _missing.Value;

    /// <summary>Runs the suite that any server passes.</summary>
    /// <param name="url">Where a real model is served.</param>
    /// <param name="tools">Where one is served whose template knows tools.</param>
    /// <param name="bodyMax">Bytes that the first takes of a request.</param>
    internal void PassesSuite(string url, string tools, string bodyMax)
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        (int exit, string output) = RunScript(PathOf("suite.mjs"), url, tools, bodyMax);
        Assert.True(exit == 0, output);
        Assert.Equal(SuiteCases, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    /// <summary>The path of a script beside this file.</summary>
    internal static string PathOf(string script) => Repository.PathOf("tests", "ElasticMoE.Gateway.Tests", "Npm", script);

    /// <summary>Copies a script beside the package and runs it.</summary>
    internal (int Exit, string Output) RunScript(string path, params string[] arguments) => Run("node", [Beside(path), .. arguments]);

    /// <summary>Starts a script that lies beside this file; the caller reads and writes its streams.</summary>
    internal Process StartScript(string script, params string[] arguments) => Start("node", [Beside(PathOf(script)), .. arguments]);

    public void Dispose() => _folder.Dispose();

    private string Beside(string path)
    {
        string script = _folder.PathOf(Path.GetFileName(path));
        File.Copy(path, script, overwrite: true);
        return script;
    }

    private string? Install()
    {
        File.Copy(Repository.PathOf("samples", "npm", "package.json"), _folder.PathOf("package.json"));
        Beside(PathOf("collect.mjs"));
        try
        {
            (int exit, string output) = Run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent");
            return exit == 0 ? null : $"npm can't install the package openai here: {output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not installed here";
        }
    }

    private (int Exit, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
