using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Faults.Requests;

/// <summary>A fault that this process has asked a cluster's parent for. It ends when its time is over or this is disposed.</summary>
internal sealed class AskedFault : IRunningFault
{
    private static readonly TimeSpan s_answerMax = TimeSpan.FromSeconds(10), s_endMax = TimeSpan.FromSeconds(60);

    private readonly FaultConnection _connection;
    private readonly Fault _fault;

    private AskedFault(FaultConnection connection, Fault fault) => (_connection, _fault) = (connection, fault);

    /// <summary>Asks for it and waits until it has begun.</summary>
    /// <exception cref="InputException">The parent refuses it or isn't there.</exception>
    public static AskedFault Begin(ClusterFolder folder, Fault fault)
    {
        FaultConnection connection = FaultConnection.Connect(folder.FaultSocket);
        string? answer = connection.TrySend(fault.Write()) ? connection.TryReceive(s_answerMax) : null;
        if (answer == FaultServer.Begun)
            return new(connection, fault);
        connection.Dispose();
        throw new InputException($"{fault.Kind} of {fault.Member}", answer ?? "the cluster's parent doesn't answer", answer is null ? ExitCode.Unreachable : ExitCode.Failure);
    }

    /// <summary>Waits until its time is over and it has ended.</summary>
    /// <returns>Whether it has.</returns>
    public bool WaitForEnd() => _connection.TryReceive(TimeSpan.FromMilliseconds(_fault.ForMs) + s_answerMax) == FaultServer.Over;

    /// <summary>Ends it and waits until that has happened.</summary>
    public void End()
    {
        _connection.EndAsking();
        _ = _connection.TryReceive(s_endMax);
    }

    public void Dispose() => _connection.Dispose();
}
