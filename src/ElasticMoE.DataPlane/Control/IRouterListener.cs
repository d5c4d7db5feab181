using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Control;

/// <summary>Is told of routers. Called on many threads; must not wait.</summary>
public interface IRouterListener
{
    /// <summary>A router has introduced itself, with its first report.</summary>
    void Joined(RemoteRouter router);

    /// <summary>Its link is broken.</summary>
    void Left(RemoteRouter router);

    /// <summary>It has reported again.</summary>
    void Reported(RouterReport report);

    /// <summary>It wants the whole map.</summary>
    void Asked(RemoteRouter router);
}
