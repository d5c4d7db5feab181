using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>The build compiles the native byte dot products wherever it can; the forms' tests compare their bits.</summary>
public sealed class ByteDotLibraryTests
{
    private static readonly string[] s_compilers = ["cc", "gcc", "clang"];

    [Fact]
    public void TheLibraryIsThereWhereTheBuildHadACompiler()
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool hasCompiler = OperatingSystem.IsLinux() && Environment.Is64BitProcess && System.Runtime.Intrinsics.X86.X86Base.IsSupported
            && path.Any(folder => s_compilers.Any(name => File.Exists(Path.Combine(folder, name))));
        bool isThere = File.Exists(Path.Combine(AppContext.BaseDirectory, "libemoe_byte_dots.so"));
        Assert.True(isThere || !hasCompiler, "there is a C compiler, and no library");
        Assert.True(isThere || !ByteDotLibrary.IsUsed);
    }
}
