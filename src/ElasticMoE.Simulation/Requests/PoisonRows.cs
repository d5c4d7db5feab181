using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Simulation.Requests;

/// <summary>Rows that kill the node that runs them with one of their experts, or make its mathematics throw.</summary>
internal sealed class PoisonRows
{
    private readonly Dictionary<(ulong Row, ExpertId Expert), SimulatedRequest> _requests = [];
    private readonly HashSet<(ulong Row, int Layer)> _rows = [];

    public void Add(ulong row, ExpertId expert, SimulatedRequest request, bool kills)
    {
        (request.IsPoisoned, request.IsPoisonDeadly) = (true, kills);
        _requests[(row, expert)] = request;
        _rows.Add((row, expert.Layer));
    }

    /// <summary>Whose poison it is to run a row with an expert; null where it is none.</summary>
    public SimulatedRequest? Of(ulong row, ExpertId expert) =>
        _rows.Contains((row, expert.Layer)) ? _requests.GetValueOrDefault((row, expert)) : null;
}
