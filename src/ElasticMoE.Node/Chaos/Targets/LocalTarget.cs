using System.ComponentModel;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Faults;
using ElasticMoE.Node.Faults.Requests;

namespace ElasticMoE.Node.Chaos.Targets;

/// <summary>A cluster that `emoe up --allow-chaos` started on this machine: its parent causes the faults.</summary>
internal sealed class LocalTarget(ClusterFolder folder, ClusterFile cluster) : IChaosTarget
{
    public IReadOnlyList<ClusterMember> Members { get; } = [.. cluster.Members];

    /// <summary>The one whose admin interface the folder names.</summary>
    public ClusterMember Leader
    {
        get
        {
            int port = new Uri(folder.ReadAdminUrl()).Port;
            return Members.Where(member => member.Role == ClusterRole.Supervisor && cluster.Supervisors[member.Number] == port).Cast<ClusterMember?>().FirstOrDefault()
                ?? throw new InputException(folder.Root, "none of its supervisors leads", ExitCode.Unhealthy);
        }
    }

    /// <summary>A single supervisor has a spare one, which gets ready some time after it.</summary>
    public string? Unready => Members.Where(member => member.Role == ClusterRole.Supervisor).ToArray() is [ClusterMember only] && !HasSpare(only) ? $"no spare {only} waits" : null;

    public TimeSpan? GatewayTime => Members.Where(member => member.Role == ClusterRole.Gateway).Aggregate((TimeSpan?)TimeSpan.Zero, (sum, member) => sum + TimeOf(member));

    public string? StartOf(ClusterMember member)
    {
        if (folder.TryReadRecord(member.FileName) is not { } record)
            return null;
        using Process? process = record.TryOpen();
        return process is null ? null : $"{record.Pid} {record.StartedTicks}";
    }

    private bool HasSpare(ClusterMember member)
    {
        if (folder.TryReadRecord(member.SpareName) is not { Waits: true } record)
            return false;
        using Process? process = record.TryOpen();
        return process is not null;
    }

    private TimeSpan? TimeOf(ClusterMember member)
    {
        try
        {
            using Process? process = folder.TryReadRecord(member.FileName)?.TryOpen();
            return process?.TotalProcessorTime;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended since.
            return null;
        }
    }

    public IRunningFault Begin(Fault fault) => AskedFault.Begin(folder, fault);
}
