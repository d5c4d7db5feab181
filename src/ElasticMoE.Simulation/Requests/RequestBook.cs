using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Requests;

/// <summary>
/// The clients, and the checks on what they are told: each stream's tokens are the model's, in order, once; a failure has a reason and is never
/// a clean end. Requests of a server that is lost go to another.
/// </summary>
internal sealed class RequestBook(World world, SeededRandom random)
{
    private const long ResubmitMinUs = 200, ResubmitMaxUs = 20_000, AskAgainUs = 10_000;
    private const string Who = "clients";

    private readonly List<SimulatedRequest> _requests = [];
    private readonly Dictionary<SimulatedRequest, IRequestServer> _serverOf = [];
    private int _over;

    public IReadOnlyList<SimulatedRequest> Requests => _requests;

    public IReadOnlyList<IRequestServer> Servers { get; set; } = [];

    public bool IsOver => _over == _requests.Count;

    public int Failed { get; private set; }

    /// <summary>Nodes that have died.</summary>
    public int Deaths { get; set; }

    /// <summary>A client that will ask at a time.</summary>
    public void Add(SimulatedRequest request, long atUs)
    {
        _requests.Add(request);
        world.After(atUs - world.NowUs, () => Submit(request));
    }

    /// <summary>A server is lost with all that it served.</summary>
    public void Lost(IRequestServer server)
    {
        foreach (SimulatedRequest request in _requests.Where(request => _serverOf.GetValueOrDefault(request) == server))
        {
            _serverOf.Remove(request);
            world.After(random.Between(ResubmitMinUs, ResubmitMaxUs), () => Submit(request));
        }
    }

    public void Token(SimulatedRequest request, int attempt, int index, int token)
    {
        if (attempt != request.Attempt || request.IsOver)
            return;
        world.Note(Who, $"request {request.Number}: token {index} is {token}");
        if (index < request.Accepted)
            world.Violate($"request {request.Number}: token {index} was answered twice");
        else if (index > request.Accepted || index >= request.Expected.Count)
            world.Violate($"request {request.Number}: token {index} came where token {request.Accepted} is due");
        else if (token != request.Expected[index])
            world.Violate($"request {request.Number}: token {index} is {token}, and the model says {request.Expected[index]}");
        request.Accepted++;
    }

    public void Complete(SimulatedRequest request, int attempt)
    {
        if (!End(request, attempt))
            return;
        world.Note(Who, $"request {request.Number} is complete");
        if (request.Accepted != request.Expected.Count)
            world.Violate($"request {request.Number} ended as complete after {request.Accepted} of {request.Expected.Count} tokens");
    }

    public void Fail(SimulatedRequest request, int attempt, string cause)
    {
        if (!End(request, attempt))
            return;
        Failed++;
        world.Note(Who, $"request {request.Number} fails: {cause}");
        // Two nodes that die one after the other under the same row tell against it, whatever they died of.
        if (!request.IsPoisoned && Deaths - request.DeathsBefore < 2)
            world.Violate($"request {request.Number} failed though none of its rows is poison: {cause}");
    }

    private bool End(SimulatedRequest request, int attempt)
    {
        if (attempt != request.Attempt || request.IsOver)
            return false;
        request.IsOver = true;
        _serverOf.Remove(request);
        _over++;
        return true;
    }

    private void Submit(SimulatedRequest request)
    {
        IRequestServer[] alive = [.. Servers.Where(server => server.IsAlive)];
        if (alive.Length == 0)
        {
            world.After(AskAgainUs, () => Submit(request));
            return;
        }
        IRequestServer server = alive[random.Below(alive.Length)];
        _serverOf[request] = server;
        // What an earlier attempt left at nodes may be run still.
        (request.Killed, request.Copies, request.CopiesLeft) = (0, request.Copies + request.CopiesLeft, 0);
        request.DeathsBefore = Deaths - server.UnknownDeaths;
        server.Submit(request, ++request.Attempt);
    }
}
