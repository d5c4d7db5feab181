using System.ComponentModel;
using System.Diagnostics;

namespace ElasticMoE.Node.Clusters;

/// <summary>A process by id and start time, since ids are used again.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartedTicks">When it started, UTC, in ticks of 100 ns.</param>
internal sealed record ProcessRecord(int Pid, long StartedTicks)
{
    /// <summary>How far two readings of one process's start may be apart: the system keeps it in hundredths of a second since its boot.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Whether it is a spare one that has got ready and waits.</summary>
    public bool Waits { get; init; }

    public static ProcessRecord Of(Process process) => new(process.Id, process.StartTime.ToUniversalTime().Ticks);

    /// <summary>The process, if it still runs; the caller disposes it.</summary>
    public Process? TryOpen()
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(Pid);
            if (!process.HasExited && Math.Abs(process.StartTime.ToUniversalTime().Ticks - StartedTicks) < s_tolerance.Ticks)
                return process;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            process?.Dispose();
            return null;
        }
        process.Dispose();
        return null;
    }
}
