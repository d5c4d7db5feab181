using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Requests;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Requests;

/// <summary>
/// The clients, and the checks on what they are told: each stream's tokens are the model's, of one revision, in order, once; a failure has a reason
/// and is never a clean end; nothing comes after the end. A client whose gateway dies sees its connection break, and asks another from the beginning.
/// </summary>
internal sealed class RequestBook(World world, SeededRandom random)
{
    private const long AskAgainMinUs = 200, AskAgainMaxUs = 20_000, NobodyUs = 10_000, LatencyMaxUs = 200;

    /// <summary>Nodes that a row may kill before it is known to do so.</summary>
    private const int DeathsMax = 2;

    private const string Who = "clients";

    private readonly List<SimulatedRequest> _requests = [];
    private readonly SortedDictionary<int, SimulatedRequest> _byNumber = [];
    private readonly Dictionary<SimulatedRequest, IRequestServer> _serverOf = [];
    private int _over;

    public IReadOnlyList<SimulatedRequest> Requests => _requests;

    public IReadOnlyList<IRequestServer> Servers { get; set; } = [];

    public bool IsOver => _over == _requests.Count;

    public int Failed { get; private set; }

    /// <summary>Nodes that have died.</summary>
    public int Deaths { get; set; }

    public SimulatedRequest this[int number] => _byNumber[number];

    /// <summary>A client that will ask at a time.</summary>
    public void Add(SimulatedRequest request, long atUs)
    {
        _requests.Add(request);
        _byNumber.Add(request.Number, request);
        world.After(atUs - world.NowUs, () => Ask(request));
    }

    /// <summary>A gateway is lost: its clients' connections break.</summary>
    public void Lost(IRequestServer server)
    {
        foreach (SimulatedRequest request in _requests.Where(request => _serverOf.GetValueOrDefault(request) == server))
        {
            world.Note(Who, $"request {request.Number}: the connection breaks after {request.Accepted} tokens");
            _serverOf.Remove(request);
            (request.Accepted, request.Bound) = (0, null);
            world.After(random.Between(AskAgainMinUs, AskAgainMaxUs), () => Ask(request));
        }
    }

    /// <summary>A router takes a request on.</summary>
    /// <param name="number">Which.</param>
    /// <param name="router">Which start of which router.</param>
    /// <param name="unknownDeaths">Nodes that have died without its knowing.</param>
    public void Began(int number, NodeIdentity router, int unknownDeaths)
    {
        SimulatedRequest request = this[number];
        // What earlier routers left at nodes may be run still; and one that is cut off from the gateway goes on for a while.
        request.Copies += request.CopiesLeft + (request.Submissions > 1 ? DeathsMax : 0);
        (request.Killed, request.CopiesLeft) = (0, 0);
        // A router that nodes have died under remembers the row, and fails it when its client asks again.
        request.DeathsBefore = request.DeathsBeforeAt.TryGetValue(router, out int before) ? before : request.DeathsBeforeAt[router] = Deaths - unknownDeaths;
    }

    public void Token(SimulatedRequest request, int index, int token, Revision revision)
    {
        world.Note(Who, $"request {request.Number}: token {index} is {token}, revision {revision.Value}");
        request.Bound ??= revision;
        IReadOnlyList<int> expected = request.ReferenceOf(request.Bound.Value).Tokens;
        if (request.IsOver)
            world.Violate($"request {request.Number}: token {index} came after the end");
        else if (index < request.Accepted)
            world.Violate($"request {request.Number}: token {index} was answered twice");
        else if (index > request.Accepted || index >= expected.Count)
            world.Violate($"request {request.Number}: token {index} came where token {request.Accepted} is due");
        else if (token != expected[index])
            world.Violate($"request {request.Number}: token {index} is {token}, and the model says {expected[index]} in revision {request.Bound}");
        request.Accepted++;
    }

    public void Complete(SimulatedRequest request)
    {
        End(request);
        world.Note(Who, $"request {request.Number} is complete");
        if (request.Accepted != request.Outputs)
            world.Violate($"request {request.Number} ended as complete after {request.Accepted} of {request.Outputs} tokens");
    }

    public void Fail(SimulatedRequest request, string cause)
    {
        End(request);
        Failed++;
        world.Note(Who, $"request {request.Number} fails: {cause}");
        // Two nodes that die one after the other under the same row tell against it, whatever they died of; so do three routers.
        if (!request.IsPoisoned && Deaths - request.DeathsBefore < DeathsMax && request.RoutersLost < RequestMachine.RoutersLostMin)
            world.Violate($"request {request.Number} failed though none of its rows is poison: {cause}");
    }

    /// <summary>A client goes away in the middle of its answer.</summary>
    public void Cancel(SimulatedRequest request)
    {
        if (request.IsOver || !_serverOf.TryGetValue(request, out IRequestServer? server))
            return;
        world.Note(Who, $"the client of request {request.Number} goes away");
        server.After(random.Between(0, LatencyMaxUs), () =>
        {
            if (request.IsOver || _serverOf.GetValueOrDefault(request) != server)
                return;
            End(request);
            server.Cancel(request);
        });
    }

    private void End(SimulatedRequest request)
    {
        if (request.IsOver)
            world.Violate($"request {request.Number} ended twice");
        request.IsOver = true;
        _serverOf.Remove(request);
        _over++;
    }

    private void Ask(SimulatedRequest request)
    {
        IRequestServer[] alive = [.. Servers.Where(server => server.IsAlive)];
        if (alive.Length == 0)
        {
            world.After(NobodyUs, () => Ask(request));
            return;
        }
        IRequestServer server = alive[random.Below(alive.Length)];
        _serverOf[request] = server;
        server.After(random.Between(0, LatencyMaxUs), () =>
        {
            // Its client may have gone meanwhile.
            if (_serverOf.GetValueOrDefault(request) == server)
                server.Submit(request);
        });
    }
}
