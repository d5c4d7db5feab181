namespace ElasticMoE.Node.Clusters;

/// <summary>Members that aren't to be started again for now. One may be held more than once.</summary>
internal sealed class HeldMembers
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly List<ClusterMember> _held = [];
    private readonly Lock _gate = new();

    /// <summary>Holds a member until the result is disposed.</summary>
    public IDisposable Hold(ClusterMember member)
    {
        lock (_gate)
            _held.Add(member);
        return new Holding(this, member);
    }

    /// <summary>Waits until nobody holds it.</summary>
    /// <returns>Whether that came, and not the end.</returns>
    public bool WaitUntilFree(ClusterMember member, CancellationToken ends)
    {
        while (IsHeld(member))
        {
            if (ends.WaitHandle.WaitOne(s_look))
                return false;
        }
        return true;
    }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsHeld(ClusterMember member)
    {
        lock (_gate)
            return _held.Contains(member);
    }

    private void Release(ClusterMember member)
    {
        lock (_gate)
            _held.Remove(member);
    }

    private sealed class Holding(HeldMembers members, ClusterMember member) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true))
                members.Release(member);
        }
    }
}
