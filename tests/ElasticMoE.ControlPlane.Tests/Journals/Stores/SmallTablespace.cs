using System.Diagnostics;
using ElasticMoE.Testing;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>A file system of 512 KiB in memory that a database may write to. Mounting takes root.</summary>
internal sealed class SmallTablespace : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallTablespace()
    {
    }

    public string Folder => _folder.PathOf("disk");

    /// <param name="dataDirectory">A folder whose owner is to own the new one.</param>
    /// <param name="name">Its name among the mounts.</param>
    public static SmallTablespace Mount(string dataDirectory, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Filling a database's disk takes root, to mount a small file system.");
        var tablespace = new SmallTablespace();
        Directory.CreateDirectory(tablespace.Folder);
        try
        {
            Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=512k", name, tablespace.Folder), "Filling a database's disk takes the right to mount a small file system, which root lacks here.");
            Assert.True(Run("chmod", "go+rx", tablespace._folder.Root));
            Assert.True(Run("chown", "--reference", dataDirectory, tablespace.Folder));
            return tablespace;
        }
        catch
        {
            tablespace._folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Assert.True(Run("umount", Folder));
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
