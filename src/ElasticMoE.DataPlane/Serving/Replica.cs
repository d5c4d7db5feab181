using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>One expert's replica: its state, and how many frames hold its weights. Sleep waits for the last hold and never for a lock.</summary>
[Machine]
public sealed class Replica
{
    /// <summary>Where it is in its life.</summary>
    public ReplicaState State { get; private set; }

    /// <summary>Frames that use its weights.</summary>
    public int Holds { get; private set; }

    /// <summary>Whether a frame may use it now, whatever the map.</summary>
    public bool CanServe => State is ReplicaState.Awake or ReplicaState.Draining or ReplicaState.AsleepWarm;

    /// <summary>Begins to bring the weights to memory.</summary>
    /// <returns>Whether there is something to load.</returns>
    public bool Wake()
    {
        switch (State)
        {
            case ReplicaState.AsleepWarm or ReplicaState.Draining:
                State = ReplicaState.Awake;
                return false;
            case ReplicaState.Cold or ReplicaState.Failed:
                State = ReplicaState.Waking;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The weights are in memory.</summary>
    /// <param name="asStandby">Whether it sleeps on.</param>
    public void Loaded(bool asStandby)
    {
        if (State is ReplicaState.Waking or ReplicaState.Cold)
            State = asStandby ? ReplicaState.AsleepWarm : ReplicaState.Awake;
    }

    /// <summary>The weights can't be had.</summary>
    public void FailedToLoad()
    {
        if (State == ReplicaState.Waking)
            State = ReplicaState.Failed;
    }

    /// <summary>Puts it to sleep, its weights in memory, once nobody holds it.</summary>
    public void Sleep()
    {
        if (State is ReplicaState.Awake or ReplicaState.Draining)
            State = Holds == 0 ? ReplicaState.AsleepWarm : ReplicaState.Draining;
    }

    /// <summary>Gives the memory back.</summary>
    /// <returns>False while it is awake or held.</returns>
    public bool Unload()
    {
        if (Holds > 0 || State is ReplicaState.Awake or ReplicaState.Draining or ReplicaState.Waking)
            return false;
        State = ReplicaState.Cold;
        return true;
    }

    /// <summary>A frame begins to use the weights.</summary>
    public void Hold() => Holds++;

    /// <summary>A frame has ended.</summary>
    public void Release()
    {
        if (--Holds == 0 && State == ReplicaState.Draining)
            State = ReplicaState.AsleepWarm;
    }
}
