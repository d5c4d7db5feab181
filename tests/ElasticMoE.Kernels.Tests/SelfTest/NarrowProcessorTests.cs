using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Tests.SelfTest;

/// <summary>The self-test and its hash in child processes without the widest vectors, and without any.</summary>
public sealed class NarrowProcessorTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", KernelForm.Vector256)]
    [InlineData("DOTNET_EnableAVX2", KernelForm.Scalar)]
    public void TheBitsAreTheSameWithFewerInstructions(string setting, KernelForm best)
    {
        if (KernelOperation.WidestWithFma() < best)
            best = KernelOperation.WidestWithFma();
        var start = new ProcessStartInfo(DotnetPath())
        {
            ArgumentList =
            {
                typeof(NarrowProcessorTests).Assembly.Location,
                "-class", typeof(ProcessorTests).FullName!,
                "-class", typeof(KernelSelfTestTests).FullName!,
            },
            RedirectStandardOutput = true,
        };
        start.Environment[setting] = "0";
        start.Environment[ProcessorTests.ExpectedForm] = best.ToString();
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode == 0, output);
        Assert.Contains("Failed: 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Total: 0", output, StringComparison.Ordinal);
    }

    // The runtime lies in shared/Microsoft.NETCore.App/version below the folder of the dotnet command.
    private static string DotnetPath()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
    }
}
