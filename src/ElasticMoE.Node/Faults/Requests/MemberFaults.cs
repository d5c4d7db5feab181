using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Faults.Requests;

/// <summary>Causes faults in a cluster's members, for their parent.</summary>
/// <param name="parent">Has them.</param>
/// <param name="takeBack">Gives commands that take back others.</param>
internal sealed class MemberFaults(ClusterParent parent, Action<IReadOnlyList<CommandPost>> takeBack)
{
    private long _last;

    /// <summary>Begins a fault; disposing the result ends it.</summary>
    /// <exception cref="InputException">There is no such member, or it can't be done here.</exception>
    public IDisposable Begin(Fault fault)
    {
        if (fault.Kind == FaultKind.TakeBack)
            return new BegunFault(() => takeBack(fault.Posts ?? []));
        ClusterMember member = parent.Members.Where(member => member.FileName == fault.Member).Cast<ClusterMember?>().FirstOrDefault()
            ?? throw new InputException(fault.Member, "is no member of this cluster", ExitCode.NotFound);
        return fault.Kind switch
        {
            FaultKind.Kill => Kill(member),
            FaultKind.Restart => Restart(member),
            FaultKind.Halt when ProcessSignal.CanHalt => Halt(parent.Process(member)),
            FaultKind.Halt => throw new InputException(fault.Member, "processes can't be halted on this system"),
            _ => InsideFault.Begin(parent.Process(member), Interlocked.Increment(ref _last), fault),
        };
    }

    private IDisposable Kill(ClusterMember member)
    {
        IDisposable holding = parent.Hold(member);
        parent.Process(member).Kill();
        return holding;
    }

    private BegunFault Restart(ClusterMember member)
    {
        parent.Process(member).Terminate();
        return new(() => { });
    }

    private static BegunFault Halt(MemberProcess process)
    {
        process.Halt();
        return new(process.Continue);
    }
}
