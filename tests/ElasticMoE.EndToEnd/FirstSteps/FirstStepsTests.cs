using System.Diagnostics;
using ElasticMoE.EndToEnd.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.FirstSteps;

/// <summary>
/// What README.md has a new user type, run by a shell as it is written. The folder they are typed in is a new one, in which `./emoe` is the program that
/// was built with these tests, and the user has an empty home; so no clone has to be built anew.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class FirstStepsTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(4);

    /// <summary>What of a developer's own environment would lead a command elsewhere.</summary>
    private static readonly string[] s_foreign = ["EMOE_CLUSTER", "EMOE_ADMIN", "EMOE_ADMIN_KEY_FILE", "EMOE_API_KEY", "EMOE_API_KEYS", "EMOE_JOURNAL", "XDG_RUNTIME_DIR"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_new_user_gets_from_a_clone_to_an_answer_to_a_scaled_expert_to_a_killed_node_with_an_unbroken_answer()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The commands are for a shell of Linux or macOS.");
            return;
        }
        string[] terminals = ReadmeCommands.Of("From a clone to a killed node");
        Assert.Equal(2, terminals.Length);
        string emoe = _folder.PathOf("emoe");
        await File.WriteAllTextAsync(emoe, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "emoe.dll")}' \"$@\"\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(emoe, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var cluster = new RunningCluster(_folder.PathOf("state", "emoe"), Shell(terminals[0].Trim()));
        (int exit, string said) = await TypeAsync(terminals[1]);
        output.WriteLine(said);
        if (exit != 0)
            EmoeCommand.Run(cluster.Folder, "down");
        Assert.True(exit == 0, said);
        Assert.Contains("40 + 64 = 104", said);
        Assert.Contains("not one token differs", said);
        Assert.Contains("the cluster is down", said);
        string whole = await File.ReadAllTextAsync(_folder.PathOf("whole.txt"), TestContext.Current.CancellationToken);
        Assert.StartsWith(", there was a", whole);
        Assert.Equal(0, cluster.WaitForExit());
    }

    public void Dispose() => _folder.Dispose();

    private ProcessStartInfo Shell(string commands)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _folder.Root, RedirectStandardInput = true };
        foreach (string argument in (string[])["-e", "-c", commands])
            start.ArgumentList.Add(argument);
        foreach (string variable in s_foreign)
            start.Environment.Remove(variable);
        start.Environment["XDG_STATE_HOME"] = _folder.PathOf("state");
        start.Environment["EMOE_CACHE"] = mini.Cache;
        return start;
    }

    private async Task<(int Exit, string Said)> TypeAsync(string commands)
    {
        ProcessStartInfo start = Shell($"exec 2>&1\n{commands}");
        start.RedirectStandardOutput = true;
        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        using var guard = new CancellationTokenSource(s_hang);
        try
        {
            string said = await shell.StandardOutput.ReadToEndAsync(guard.Token);
            await shell.WaitForExitAsync(guard.Token);
            return (shell.ExitCode, said);
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }
    }
}
